import type { Engine } from '../engine';
import { oneOf } from './references';
import { findCalendars, queryCalendars } from './calendar-repository';
import { findDepartments, headsAmong, queryDepartments } from './department-repository';
import { findMembers, queryMembers } from './member-repository';
import { findServices, queryServices } from './service-repository';
import type {
	CalendarRecord,
	Department,
	Listing,
	Member,
	MemberListing,
	Service,
	ServiceListing,
} from './types';

/** Calendars by name; like its neighbours, a page at a time. */
export const listCalendars = (engine: Engine, wanted: Listing): Promise<CalendarRecord[]> =>
	engine.store.read((db) => queryCalendars(db, wanted));

/** Departments by name, a page at a time; `text` is searched for in id and name. */
export const listDepartments = (engine: Engine, wanted: Listing): Promise<Department[]> =>
	engine.store.read((db) => queryDepartments(db, wanted));

/**
 * Members by name, a page at a time; `text` is searched for in id, name and e-mail address.
 *
 * @example await listMembers(engine, { text: 'ann', departmentId: 'it', activeOnly: true, limit: 50 })
 */
export const listMembers = (engine: Engine, wanted: MemberListing): Promise<Member[]> =>
	engine.store.read((db) => queryMembers(db, wanted));

/** Services by name, a page at a time: all, or those of one department. */
export const listServices = (engine: Engine, wanted: ServiceListing): Promise<Service[]> =>
	engine.store.read((db) => queryServices(db, wanted));

/**
 * The calendar with this id, as it stands now.
 *
 * @throws IcrmError `notFound`, with the ids that are spelt alike
 */
export const getCalendar = (engine: Engine, id: string): Promise<CalendarRecord> =>
	oneOf(engine, 'calendar', 'calendarId', id, findCalendars);

/**
 * The department with this id.
 *
 * @throws IcrmError `notFound`, with the ids that are spelt alike
 */
export const getDepartment = (engine: Engine, id: string): Promise<Department> =>
	oneOf(engine, 'department', 'departmentId', id, findDepartments);

/**
 * The member with this id, who may have left the company (`active: false`).
 *
 * @throws IcrmError `notFound`, with the ids that are spelt alike
 */
export const getMember = (engine: Engine, id: string): Promise<Member> =>
	oneOf(engine, 'member', 'memberId', id, findMembers);

/**
 * The service with this id.
 *
 * @throws IcrmError `notFound`, with the ids that are spelt alike
 */
export const getService = (engine: Engine, id: string): Promise<Service> =>
	oneOf(engine, 'service', 'serviceId', id, findServices);

/** Which of these members lead a department, by id. */
export const whoLeads = (engine: Engine, memberIds: readonly string[]): Promise<ReadonlySet<string>> =>
	engine.store.read((db) => headsAmong(db, memberIds));
