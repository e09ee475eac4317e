/**
 * What is learnt of calls: each one that a tool has answered is a record, kept in a journal before it is added to the sums
 * of its tool in the database. The steps of the routes {@code learning-events} and {@code learning-records}. Nothing here
 * is on the way of a call.
 */
package io.mehari.learning;
