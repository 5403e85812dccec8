/** The engine's whole public surface. Nodes and the command line import from here and from nowhere else in it. */
export * from './directory';
export type { Engine } from './engine';
export * from './errors';
export * from './event';
export * from './escalation';
export * from './input/instant';
export { languageTag, TAG_HINT } from './input/translated';
export { LANGUAGE_OPTIONS, languageOf, languageOfHeader, languageServing, type Language } from './languages';
export * from './lists';
export * from './outcome';
export { headerOf, problemPage, type Page, type PageRequest, type Problem } from './pages';
export type { Saved } from './records';
export * from './registry';
export * from './sla';
export {
	describe,
	inspectStore,
	isUnavailable,
	type PostgresConfig,
	type SqliteConfig,
	type StoreConfig,
	type StoreReport,
} from './store';
export * from './survey';
export { surveyInput } from './survey/schema';
export { surveyFromInput } from './survey/survey-from-input';
export { composeSurveyMail, type InviteData, type LowScoreData } from './survey/survey-mail';
export * from './tickets';
export * from './timeline';
export * from './working-time';
