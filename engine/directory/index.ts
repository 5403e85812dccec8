/** The company: departments, members, services, and the calendars they work by. */
export { importCompany, type CompanyImport, type ImportCounts } from './import-company';
export {
	getCalendar,
	getDepartment,
	getMember,
	getService,
	listCalendars,
	listDepartments,
	listMembers,
	listServices,
	whoLeads,
} from './list';
export type { Noun } from './nouns';
export { membersByKey, oneIn, oneOf, references, type Reference, type References } from './references';
export { calendarsInForce, loadCalendars } from './calendar-repository';
export { readerZone, readerZoneOf } from './reader-zone';
export { findDepartments } from './department-repository';
export { findManagers, findMembers, findMembersByEmail, lockMembers, membersOf } from './member-repository';
export { findServices } from './service-repository';
export { saveCalendars } from './save-calendars';
export { saveDepartments } from './save-departments';
export { saveMembers } from './save-members';
export { saveServices } from './save-services';
export type * from './types';
export { absencesBetween, type AbsenceListing } from './absence-repository';
