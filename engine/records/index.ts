/** What an agreement, a policy, a survey, a calendar and every record of the directory have in common. */
export * from './change';
export { saveMany, type Intake } from './save-many';
export { saveVersioned, type VersionedKind } from './versioned';
export {
	versionedRepository,
	type InForce,
	type RecordListing,
	type VersionedRepository,
} from './versioned-repository';
