/** The tools of all upstreams and routes under one roof: names, schemas, change events. */
package io.mehari.catalog;
