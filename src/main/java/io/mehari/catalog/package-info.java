/** The tools of all upstreams and tool routes in one catalogue: names, schemas, limits of their calls. */
package io.mehari.catalog;
