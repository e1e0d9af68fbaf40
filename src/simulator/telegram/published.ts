/**
 * What Telegram publishes of the methods we play: their parameters and the objects inside them, as far as we need.
 * Bot API 10.3. A field that is not here is refused; one that is here but cannot be played is refused as well.
 */

/** `!` marks what is required. A type in capitals is an object of `OBJECTS`; `[]` a list. */
export type FieldTable = Readonly<Record<string, string>>;

const SENDING: FieldTable = {
  chat_id: 'chat!',
  business_connection_id: 'string',
  message_thread_id: 'integer',
  direct_messages_topic_id: 'integer',
  ephemeral_message_parameters: 'unplayed',
  disable_notification: 'boolean',
  protect_content: 'boolean',
  allow_paid_broadcast: 'boolean',
  message_effect_id: 'string',
  suggested_post_parameters: 'unplayed',
  reply_parameters: 'ReplyParameters',
  reply_markup: 'Markup',
};
const EDITING: FieldTable = {
  business_connection_id: 'string',
  chat_id: 'chat',
  message_id: 'integer',
  inline_message_id: 'string',
  reply_markup: 'InlineKeyboardMarkup',
};
const COMMANDS_OF: FieldTable = { scope: 'BotCommandScope', language_code: 'string' };
const LANGUAGE: FieldTable = { language_code: 'string' };

/** Parameters of each method; a method that is not here does not exist. */
export const METHODS: Readonly<Record<string, FieldTable>> = {
  getMe: {},
  getUpdates: { offset: 'integer', limit: 'integer', timeout: 'integer', allowed_updates: 'string[]' },
  setWebhook: {
    url: 'string!',
    certificate: 'unplayed',
    ip_address: 'string',
    max_connections: 'integer',
    allowed_updates: 'string[]',
    drop_pending_updates: 'boolean',
    secret_token: 'string',
  },
  deleteWebhook: { drop_pending_updates: 'boolean' },
  getWebhookInfo: {},
  sendMessage: {
    text: 'string!',
    parse_mode: 'string',
    entities: 'MessageEntity[]',
    link_preview_options: 'LinkPreviewOptions',
    ...SENDING,
  },
  sendPhoto: {
    photo: 'InputFile!',
    caption: 'string',
    parse_mode: 'string',
    caption_entities: 'MessageEntity[]',
    show_caption_above_media: 'boolean',
    has_spoiler: 'boolean',
    ...SENDING,
  },
  getFile: { file_id: 'string!' },
  editMessageText: {
    text: 'string',
    parse_mode: 'string',
    entities: 'MessageEntity[]',
    link_preview_options: 'LinkPreviewOptions',
    rich_message: 'unplayed',
    ...EDITING,
  },
  editMessageReplyMarkup: EDITING,
  deleteMessage: { chat_id: 'chat!', message_id: 'integer!' },
  deleteMessages: { chat_id: 'chat!', message_ids: 'integer[]!' },
  answerCallbackQuery: {
    callback_query_id: 'string!',
    text: 'string',
    show_alert: 'boolean',
    url: 'string',
    cache_time: 'integer',
  },
  sendChatAction: {
    chat_id: 'chat!',
    action: 'string!',
    business_connection_id: 'string',
    message_thread_id: 'integer',
  },
  getChat: { chat_id: 'chat!' },
  setMyCommands: { commands: 'BotCommand[]!', ...COMMANDS_OF },
  getMyCommands: COMMANDS_OF,
  deleteMyCommands: COMMANDS_OF,
  setMyName: { name: 'string', ...LANGUAGE },
  getMyName: LANGUAGE,
  setMyDescription: { description: 'string', ...LANGUAGE },
  getMyDescription: LANGUAGE,
  setMyShortDescription: { short_description: 'string', ...LANGUAGE },
  getMyShortDescription: LANGUAGE,
  setChatMenuButton: { chat_id: 'integer', menu_button: 'MenuButton' },
  getChatMenuButton: { chat_id: 'integer' },
};

const BUTTON_LOOK: FieldTable = { text: 'string!', icon_custom_emoji_id: 'unplayed', style: 'string' };

/** Fields of the objects inside parameters. */
export const OBJECTS: Readonly<Record<string, FieldTable>> = {
  InlineKeyboardMarkup: { inline_keyboard: 'InlineKeyboardButton[][]!', force_reply: 'boolean' },
  InlineKeyboardButton: {
    ...BUTTON_LOOK,
    url: 'string',
    callback_data: 'string',
    copy_text: 'CopyTextButton',
    disabled: 'DisabledButton',
    web_app: 'unplayed',
    login_url: 'unplayed',
    switch_inline_query: 'unplayed',
    switch_inline_query_current_chat: 'unplayed',
    switch_inline_query_chosen_chat: 'unplayed',
    callback_game: 'unplayed',
    pay: 'unplayed',
  },
  CopyTextButton: { text: 'string!' },
  DisabledButton: {},
  ReplyKeyboardMarkup: {
    keyboard: 'KeyboardButton[][]!',
    is_persistent: 'boolean',
    resize_keyboard: 'boolean',
    one_time_keyboard: 'boolean',
    input_field_placeholder: 'string',
    selective: 'boolean',
    force_reply: 'boolean',
  },
  KeyboardButton: {
    ...BUTTON_LOOK,
    request_users: 'unplayed',
    request_chat: 'unplayed',
    request_managed_bot: 'unplayed',
    request_contact: 'unplayed',
    request_location: 'unplayed',
    request_poll: 'unplayed',
    web_app: 'unplayed',
  },
  ReplyKeyboardRemove: { remove_keyboard: 'boolean!', selective: 'boolean' },
  ForceReply: { force_reply: 'boolean!', input_field_placeholder: 'string', selective: 'boolean' },
  LinkPreviewOptions: {
    is_disabled: 'boolean',
    url: 'string',
    prefer_small_media: 'boolean',
    prefer_large_media: 'boolean',
    show_above_text: 'boolean',
  },
  ReplyParameters: {
    message_id: 'integer!',
    chat_id: 'chat',
    allow_sending_without_reply: 'boolean',
    quote: 'unplayed',
    quote_parse_mode: 'unplayed',
    quote_entities: 'unplayed',
    quote_position: 'unplayed',
    checklist_task_id: 'unplayed',
    poll_option_id: 'unplayed',
  },
  MessageEntity: {
    type: 'string!',
    offset: 'integer!',
    length: 'integer!',
    url: 'string',
    user: 'unplayed',
    language: 'string',
    custom_emoji_id: 'string',
    unix_time: 'integer',
    date_time_format: 'string',
  },
  BotCommand: { command: 'string!', description: 'string!', is_ephemeral: 'boolean' },
  BotCommandScope: { type: 'string!', chat_id: 'chat', user_id: 'integer' },
  MenuButton: { type: 'string!', text: 'unplayed', web_app: 'unplayed' },
};

/** Fields of whole calls that exist but mean nothing on this machine, or must not be used by us. */
export const UNPLAYED: ReadonlySet<string> = new Set([
  'business_connection_id',
  'message_thread_id',
  'direct_messages_topic_id',
  'allow_paid_broadcast',
  'message_effect_id',
  'inline_message_id',
  'ip_address',
  'show_caption_above_media',
  'has_spoiler',
]);
