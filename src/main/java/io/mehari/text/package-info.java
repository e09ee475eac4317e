/**
 * Words for people: nearest names, durations, positions in a text, causes of an exception. Plain functions without
 * state, usable from every room.
 */
package io.mehari.text;
