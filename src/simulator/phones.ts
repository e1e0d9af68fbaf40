/** The phones of all services on one table, by number. */

import type { PhoneView, TelegramStandIn } from './telegram/terms.ts';
import { readTelegramAct } from './telegram-words.ts';
import type { WhatsAppPhoneView, WhatsAppStandIn } from './whatsapp/terms.ts';
import { readWhatsAppAct } from './whatsapp-words.ts';

export const SERVICES = ['telegram', 'whatsapp'] as const;
export type Service = (typeof SERVICES)[number];

type View = PhoneView | WhatsAppPhoneView;

export interface Phones {
  list(): readonly View[];
  /** What a phone shows, or null when there is none of this number. */
  view(id: number): View | null;
  /** A new phone of somebody made up. `hidesPhone` means something on WhatsApp only. */
  add(service: Service, person: { readonly language: string; readonly hidesPhone: boolean }): View | null;
  remove(id: number): void;
  /** Does on a phone what a body says. False for nothing that can be done; throws with words for people when not now. */
  act(id: number, body: unknown): boolean;
  /** Called with the number of a phone that changed, or 0 when all may have; returns the way to stop. */
  onChange(listener: (id: number) => void): () => void;
}

/** Numbers of the services do not meet: Telegram's people begin at seven, WhatsApp's at nine thousand million. */
export function createPhones(telegram: TelegramStandIn, whatsapp: WhatsAppStandIn): Phones {
  const view = (id: number): View | null => telegram.view(id) ?? whatsapp.view(id);
  return {
    list: () => [...telegram.people(), ...whatsapp.people()].flatMap(({ id }) => view(id) ?? []),
    view,
    add: (service, { language, hidesPhone }) =>
      view(
        (service === 'telegram' ? telegram.person({ language }) : whatsapp.person({ language, hidesPhone }))
          .id,
      ),
    remove(id) {
      telegram.remove(id);
      whatsapp.remove(id);
    },
    act(id, body) {
      const [onTelegram, telegramAct] = [telegram.find(id), readTelegramAct(body)];
      const [onWhatsApp, whatsappAct] = [whatsapp.find(id), readWhatsAppAct(body)];
      if (onTelegram !== null && telegramAct !== null) telegramAct(onTelegram, telegram);
      else if (onWhatsApp !== null && whatsappAct !== null) whatsappAct(onWhatsApp, whatsapp);
      else return false;
      return true;
    },
    onChange(listener) {
      const ends = [telegram.onChange(listener), whatsapp.onChange(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}
