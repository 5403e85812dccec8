import { escalationsStory } from '../escalations-story';

escalationsStory('postgres');
