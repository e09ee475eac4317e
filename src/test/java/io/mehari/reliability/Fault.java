package io.mehari.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import java.util.List;

/**
 * One row of the matrix: a fault, and what must come of a call that meets it.
 *
 * @param server name of the server, unique
 * @param outcome of the call
 * @param noticed by what the fault is noticed
 * @param told what the message says, beside the server's name and the limit
 * @param scene where the fault plays
 */
record Fault(
        String server,
        String name,
        Transport transport,
        Outcome outcome,
        Noticed noticed,
        List<String> told,
        Scene scene) {

    ObjectNode entry() {
        ObjectNode entry = scene.entry();
        noticed.limit(entry);
        return entry;
    }

    String title() {
        return transport.title() + ": " + name;
    }
}
