/** Templates, as a test or the exchange's owner sees them. */

export type TemplateStatus = 'APPROVED' | 'PENDING' | 'REJECTED' | 'PAUSED' | 'DISABLED';
export type TemplateCategory = 'MARKETING' | 'UTILITY' | 'AUTHENTICATION';

/** A message that was submitted for approval, in one language. Variables are `{{1}}`, `{{2}}` … */
export interface Template {
  readonly id: string;
  readonly name: string;
  readonly language: string;
  readonly category: TemplateCategory;
  readonly status: TemplateStatus;
  readonly header: string | null;
  readonly body: string;
  /** A value for each variable of the body. */
  readonly examples: readonly string[];
  readonly footer: string | null;
  /** Labels of its quick replies. */
  readonly buttons: readonly string[];
  /** How long it is tried; null is the service's thirty days. */
  readonly ttlSeconds: number | null;
}

/** A template for a test, there without having been submitted. Default: an approved utility one. */
export interface GivenTemplate {
  readonly name: string;
  readonly language: string;
  readonly body: string;
  readonly category?: TemplateCategory;
  readonly status?: TemplateStatus;
  readonly footer?: string;
  readonly buttons?: readonly string[];
  readonly ttlSeconds?: number;
}

export interface Templates {
  add(template: GivenTemplate): Template;
  list(): readonly Template[];
  /** The reviewers decide: a webhook says so. Throws when there is no such template. */
  setStatus(name: string, language: string, status: TemplateStatus, reason?: string): void;
  /** Recategorised, as it happens to templates that sound like advertising: a webhook says so. */
  setCategory(name: string, language: string, category: TemplateCategory): void;
}
