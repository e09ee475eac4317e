/**
 * The command line: {@code mehari serve}, {@code stdio}, {@code connect}, {@code import}, {@code check}, {@code init} and
 * {@code version}. Reads arguments as mcpo has them, turns them into settings, and leaves the start itself to {@code launch}.
 */
package io.mehari.cli;
