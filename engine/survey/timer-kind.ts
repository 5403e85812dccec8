export const INVITATION_TIMER = 'survey';
