/**
 * The PostgreSQL that several gateways may share, where there is one: its settings, its connections, how it is. The only package that
 * knows its driver; what stands in its tables is the business of others.
 */
package io.mehari.database;
