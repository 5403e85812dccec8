export { details, linkTo, type Row, type Rows } from './details';
export { faultList, scaleField, selectField, textField, type Fault } from './fields';
export { fillIn } from './fill-in';
export { headerOf, queryOf, type PageRequest } from './form';
export { serveForm, type FormPage, type Notice } from './form-page';
export {
	button,
	choices,
	composeParts,
	emphasis,
	paragraph,
	table,
	type Mail,
	type MailPart,
} from './mail-layout';
export { makeNonce, readNonce } from './nonce';
export { escapeHtml, html, Html, page, phrase, type Page, type Phrase } from './page';
export { problemPage, type Problem } from './problem';
export { linkSecret, sign } from './secret';
export { type Fields } from './submission';
export { codeOf, makeShortToken, readShortToken } from './short-token';
export { makeToken, readToken, type Purpose, type Token } from './token';
