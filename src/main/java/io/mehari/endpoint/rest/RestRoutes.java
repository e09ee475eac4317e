package io.mehari.endpoint.rest;

import java.util.List;

/**
 * What every class of REST handlers is: the bean that brings its routes. {@link RestRouter} collects all beans of this
 * type, so that a new path needs no change outside its handler and one bean method.
 */
@FunctionalInterface
public interface RestRoutes {
    /**
     * The routes that this class handles.
     *
     * @return at least one; the same at each call
     */
    List<RestRoute> routes();
}
