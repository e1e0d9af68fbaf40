/** Days and times in a phone's language, also in those that browsers know nothing of. */

const MONTHS = {
  uz: 'yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr',
  tg: 'январ феврал март апрел май июн июл август сентябр октябр ноябр декабр',
  ky: 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь',
};
const WEEKDAYS = {
  uz: 'yak du se chor pay jum shan',
  tg: 'яш дш сш чш пш ҷм шн',
  ky: 'жк дш шш шр бш жм иш',
};
const BETWEEN = { uz: '-', tg: ' ', ky: '-' };

const ours = (language) => {
  const code = language.slice(0, 2);
  return MONTHS[code] === undefined ? null : code;
};

/** `15:04`, with seconds if wanted. */
export function timeOf(date, seconds = false) {
  const shape = {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    ...(seconds ? { second: '2-digit' } : {}),
  };
  return new Intl.DateTimeFormat('en', shape).format(date);
}

/** A day with its month, and weekday and year if wanted. */
export function dayOf(date, language, { weekday = false, year = false } = {}) {
  const code = ours(language);
  if (code === null)
    return new Intl.DateTimeFormat(language, {
      day: 'numeric',
      month: 'long',
      ...(weekday ? { weekday: 'short' } : {}),
      ...(year ? { year: 'numeric' } : {}),
    }).format(date);
  const month = MONTHS[code].split(' ')[date.getMonth()];
  const day = `${date.getDate()}${BETWEEN[code]}${month}${year ? ` ${date.getFullYear()}` : ''}`;
  return weekday ? `${WEEKDAYS[code].split(' ')[date.getDay()]}, ${day}` : day;
}
