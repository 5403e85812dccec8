export { formOf, headerOf, queryOf, type PageRequest } from './form';
export { LANGUAGES, languageOf, languageOfHeader, showInstant, type Language } from './language';
export { makeNonce, readNonce } from './nonce';
export { escapeHtml, html, Html, page, type Page } from './page';
export { problemPage, type Problem } from './problem';
export { linkSecret } from './secret';
export { makeToken, readToken, type Purpose, type Token } from './token';
