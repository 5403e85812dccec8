import { inEveryLanguage } from '../languages';
import type { Scale, Survey } from './types';

/** What the ends of a scale mean where nobody says, in every language. */
export const usualEnds = (scale: Scale): Pick<Survey, 'least' | 'most'> => ({
	least: inEveryLanguage(({ survey }) => survey.ends[scale].least),
	most: inEveryLanguage(({ survey }) => survey.ends[scale].most),
});
