/** Calls of dead letters, made once more: which may be, through the pipeline, by people and by themselves. */
package io.mehari.replay;
