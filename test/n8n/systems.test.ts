import { systemsStory } from './systems-story';

systemsStory('postgres');
