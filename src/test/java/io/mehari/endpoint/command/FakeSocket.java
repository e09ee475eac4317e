package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Caller;
import io.mehari.component.websocket.LiveSocket;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** A connection that keeps what is sent to it. */
final class FakeSocket implements LiveSocket {
    final List<String> sent = new CopyOnWriteArrayList<>();
    private final String key = UUID.randomUUID().toString();
    private final Caller caller;

    FakeSocket(Caller caller) {
        this.caller = caller;
    }

    JsonNode last() {
        return read(sent.get(sent.size() - 1));
    }

    List<JsonNode> all() {
        return sent.stream().map(FakeSocket::read).toList();
    }

    private static JsonNode read(String text) {
        try {
            return Json.read(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String path() {
        return "/ws";
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public InetAddress peer() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public void send(String text) {
        sent.add(text);
    }

    @Override
    public void push(String text) {
        sent.add(text);
    }

    @Override
    public void close(int status, String reason) {
        sent.add("closed " + status);
    }
}
