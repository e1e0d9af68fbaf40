/** Languages a phone can speak, and the few words of the messenger itself in the commonest ones. */

/** Code and own name; what the exchange's people speak comes first. */
export const LANGUAGES = [
  ['uz', 'Oʻzbekcha'],
  ['tg', 'Тоҷикӣ'],
  ['ky', 'Кыргызча'],
  ['ru', 'Русский'],
  ['en', 'English'],
  ['kk', 'Қазақша'],
  ['uk', 'Українська'],
  ['az', 'Azərbaycanca'],
  ['hy', 'Հայերեն'],
  ['ka', 'ქართული'],
  ['ro', 'Română'],
  ['tr', 'Türkçe'],
  ['vi', 'Tiếng Việt'],
  ['zh', '中文'],
  ['hi', 'हिन्दी'],
  ['ne', 'नेपाली'],
  ['bn', 'বাংলা'],
  ['fa', 'فارسی'],
  ['ar', 'العربية'],
];

const RIGHT_TO_LEFT = new Set(['fa', 'ar', 'he', 'ur', 'ps']);

const WORDS = {
  en: {
    start: 'Start',
    write: 'Message',
    bot: 'bot',
    business: 'business account',
    typing: 'typing…',
    unblock: 'Restart bot',
    menu: 'Menu',
    edited: 'edited',
    fresh: 'New messages',
    offline: 'waiting for network…',
    today: 'Today',
  },
  ru: {
    start: 'Начать',
    write: 'Сообщение',
    bot: 'бот',
    business: 'бизнес-аккаунт',
    typing: 'печатает…',
    unblock: 'Перезапустить бота',
    menu: 'Меню',
    edited: 'изменено',
    fresh: 'Новые сообщения',
    offline: 'ожидание сети…',
    today: 'Сегодня',
  },
  uz: {
    start: 'Boshlash',
    write: 'Xabar',
    bot: 'bot',
    business: 'biznes hisob',
    typing: 'yozmoqda…',
    unblock: 'Botni qayta ishga tushirish',
    menu: 'Menyu',
    edited: 'tahrirlangan',
    fresh: 'Yangi xabarlar',
    offline: 'tarmoq kutilmoqda…',
    today: 'Bugun',
  },
  tg: {
    start: 'Оғоз',
    write: 'Паём',
    bot: 'бот',
    business: 'ҳисоби тиҷоратӣ',
    typing: 'менависад…',
    unblock: 'Ботро аз нав оғоз кардан',
    menu: 'Меню',
    edited: 'таҳрир шуд',
    fresh: 'Паёмҳои нав',
    offline: 'мунтазири шабака…',
    today: 'Имрӯз',
  },
  ky: {
    start: 'Баштоо',
    write: 'Билдирүү',
    bot: 'бот',
    business: 'бизнес аккаунт',
    typing: 'жазып жатат…',
    unblock: 'Ботту кайра баштоо',
    menu: 'Меню',
    edited: 'өзгөртүлдү',
    fresh: 'Жаңы билдирүүлөр',
    offline: 'тармак күтүлүүдө…',
    today: 'Бүгүн',
  },
};

/** The messenger's words in a language; English where we have none. */
export const wordsOf = (language) => WORDS[language.slice(0, 2)] ?? WORDS.en;

export const nameOf = (language) => LANGUAGES.find(([code]) => code === language)?.[1] ?? language;

export const directionOf = (language) => (RIGHT_TO_LEFT.has(language.slice(0, 2)) ? 'rtl' : 'ltr');
