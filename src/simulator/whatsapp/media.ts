/** Files at the service: uploaded by the business or sent by people, found by an id, fetched within five minutes. */
import { createHash } from 'node:crypto';
import { pngSize } from '../../domain/png.ts';
import { dataUrl, type Files } from '../files.ts';
import { checkBody } from './body.ts';
import { badValue, GraphRefusal, missing } from './refusal.ts';

/** Source: Meta's page on media: images, and the life of an address. */
const MAX_IMAGE_BYTES = 5 * 1024 * 1024;
const MAX_CAPTION = 1024;
const ADDRESS_MS = 5 * 60_000;

export interface Media {
  /** Takes a form. Throws a `GraphRefusal`. */
  upload(form: unknown): Promise<{ readonly id: string }>;
  /** What `GET /{id}` answers; `root` is where addresses begin. */
  about(id: string, root: string): unknown;
  remove(id: string): unknown;
  /** The bytes at an address that `about` named. */
  at(url: URL): Response;
  /** The picture of an image message, and its caption. */
  image(image: Image | undefined): { readonly picture: string; readonly caption: string };
}

// The shape below was checked field by field by `body.ts`; this only gives it its names back.
export interface Image {
  readonly id?: string;
  readonly caption?: string;
}
interface Upload {
  readonly messaging_product?: string;
  readonly type?: string;
  readonly file?: File;
}

const notThere = (): GraphRefusal =>
  new GraphRefusal(100, 'no such media', { subcode: 33, message: 'Unsupported get request.' });

/** Over these files. Images must be PNG: others would have to be decoded. */
export function createMedia(files: Files, now: () => Date): Media {
  const addresses = new Map<string, number>();

  return {
    async upload(form) {
      const upload: Upload = checkBody('Upload', form);
      const { messaging_product: product, file } = upload;
      if (product !== 'whatsapp') throw badValue('messaging_product must be whatsapp');
      const bytes = new Uint8Array((await file?.arrayBuffer()) ?? []);
      const mediaType = file?.type ?? '';
      if (mediaType !== 'image/png' || (upload.type ?? mediaType) !== mediaType)
        throw new GraphRefusal(100, `the stand-in takes files of type image/png only, not ${mediaType}`);
      if (bytes.length > MAX_IMAGE_BYTES) throw new GraphRefusal(100, 'an image has 5 MB at most');
      if (pngSize(bytes) === null) throw new GraphRefusal(131053, 'the file is no PNG');
      return { id: files.add({ name: file?.name ?? '', mediaType, bytes }).id };
    },
    about(id, root) {
      const file = files.find(id);
      if (file === null) throw notThere();
      const { bytes, mediaType } = file;
      const hash = createHash('sha256').update(`${id} ${now().getTime()}`).digest('hex');
      addresses.set(`${id} ${hash}`, now().getTime());
      return {
        messaging_product: 'whatsapp',
        url: `${root}/whatsapp_business/attachments/?mid=${id}&hash=${hash}`,
        mime_type: mediaType,
        sha256: createHash('sha256').update(bytes).digest('base64'),
        file_size: String(bytes.length),
        id,
      };
    },
    remove(id) {
      if (!files.remove(id)) throw notThere();
      return { success: true };
    },
    at({ searchParams }) {
      const id = searchParams.get('mid') ?? '';
      const named = addresses.get(`${id} ${searchParams.get('hash')}`);
      const file = files.find(id);
      if (file === null || named === undefined || now().getTime() - named > ADDRESS_MS)
        return new Response('Not Found', { status: 404 });
      return new Response(new Uint8Array(file.bytes), { headers: { 'content-type': file.mediaType } });
    },
    image(image) {
      if (image?.id === undefined) throw missing('image.id');
      const file = files.find(image.id);
      if (file?.mediaType !== 'image/png') throw badValue('image.id is the id of no image');
      const caption = image.caption ?? '';
      if ([...caption].length > MAX_CAPTION)
        throw badValue(`image.caption must have 0 to ${MAX_CAPTION} characters, not ${[...caption].length}`);
      return { picture: dataUrl(file.bytes), caption };
    },
  };
}
