/**
 * What operators ask for over HTTP: health, dead letters, route files, restarts of servers. Each handler brings
 * its method, path and access level.
 */
package io.mehari.endpoint.admin;
