package io.mehari.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** A client as the servers of one call see it: while it is asked something, the limits of the call stand still. */
final class ClientInCall implements Client {
    private final Client client;
    private final CallControl control;
    private final LongSupplier nanoTime;

    ClientInCall(Client client, CallControl control, LongSupplier nanoTime) {
        this.client = client;
        this.control = control;
        this.nanoTime = nanoTime;
    }

    @Override
    public String key() {
        return client.key();
    }

    @Override
    public ObjectNode capabilities() {
        return client.capabilities();
    }

    @Override
    public boolean isAsked() {
        return client.isAsked();
    }

    @Override
    public CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params) {
        control.asked(nanoTime.getAsLong());
        CompletableFuture<ObjectNode> answer;
        try {
            answer = client.ask(server, method, params);
        } catch (RuntimeException e) {
            control.answered(nanoTime.getAsLong());
            throw e;
        }
        answer.whenComplete((result, failure) -> control.answered(nanoTime.getAsLong()));
        return answer;
    }

    @Override
    public void notified(String server, String method, ObjectNode params) {
        client.notified(server, method, params);
    }
}
