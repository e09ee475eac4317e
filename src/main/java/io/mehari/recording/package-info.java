/**
 * Films of calls: what each step of the routes found and how long it took, for calls that somebody has asked to see. Steps are
 * looked at only while a recording runs; before and after that routes are as if this package was not there.
 */
package io.mehari.recording;
