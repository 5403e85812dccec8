import { foundation } from './001-foundation';
import { surveys } from './002-surveys';
import { otherSystems } from './003-other-systems';
import { settledBy } from './004-settled-by';
import { announcements } from './005-announcements';
import { filters } from './006-filters';
import { readAnew } from './007-read-anew';
import { heardSources } from './008-heard-sources';
import { agreementsAttach } from './009-agreements-attach';
import { oneRun } from './010-one-run';
import { summaries } from './011-summaries';
import { requestDetails } from './012-request-details';
import { lanes } from './013-lanes';
import { lapses } from './014-lapses';
import type { Migration } from './migration';

export const migrations: readonly Migration[] = [
	foundation,
	surveys,
	otherSystems,
	settledBy,
	announcements,
	filters,
	readAnew,
	heardSources,
	agreementsAttach,
	oneRun,
	summaries,
	requestDetails,
	lanes,
	lapses,
];
