/** When what was opened at the beginning of a run breaches, and when its second level is due: ms of real time since the run began. */
export const BREACH_AT = 800;
export const SECOND_LEVEL_AT = 1_600;
