import { escalationsStory } from './escalations-story';

escalationsStory('sqlite');
