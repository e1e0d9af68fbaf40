/** The country packages, read once for every test of a file. */
import { countryCodes, loadCountry } from '../../src/country.ts';

export const countries = await Promise.all(countryCodes().map((code) => loadCountry(code)));
export const ru = await loadCountry('ru');
export const gb = await loadCountry('gb');
