/** Lists of people and of absences, as other systems have them. A wing: nothing else in the engine imports it. */
export { listAbsences, syncAbsences, type AbsenceList, type SyncedAbsence } from './sync-absences';
export {
	syncMembers,
	type PeopleList,
	type SyncedMember,
	type SyncedPeople,
	type SyncOptions,
} from './sync-members';
