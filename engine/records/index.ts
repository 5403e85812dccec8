/** What an agreement, a policy, a survey, a calendar and every record of the directory have in common. */
export * from './change';
