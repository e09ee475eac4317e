package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;

/**
 * How large the pool of a server is at one moment, and why.
 *
 * @param size connections there are
 * @param busy those of them that have a call
 * @param min fewest there may be
 * @param max most there may be
 * @param grown how often more were made because most were busy
 * @param shrunk how often some were ended because few were busy
 */
public record PoolStatus(int size, int busy, int min, int max, long grown, long shrunk) {
    /**
     * The same as JSON.
     *
     * @return new
     */
    public ObjectNode json() {
        return Json.object()
                .put("size", size)
                .put("busy", busy)
                .put("min", min)
                .put("max", max)
                .put("grown", grown)
                .put("shrunk", shrunk);
    }
}
