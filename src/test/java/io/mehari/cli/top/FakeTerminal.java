package io.mehari.cli.top;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A terminal whose keys the test presses, and whose screen it reads. */
final class FakeTerminal implements Terminal {
    private final BlockingQueue<Integer> keys = new LinkedBlockingQueue<>();
    private volatile List<String> screen = List.of();
    private volatile Size size = new Size(80, 24);

    void press(int key) {
        keys.add(key);
    }

    void resize(int columns, int rows) {
        size = new Size(columns, rows);
    }

    List<String> screen() {
        return screen;
    }

    @Override
    public Size size() {
        return size;
    }

    @Override
    public void show(List<String> lines) {
        screen = List.copyOf(lines);
    }

    @Override
    public int key(int millis) throws InterruptedException {
        Integer key = keys.poll(millis, TimeUnit.MILLISECONDS);
        return key == null ? NONE : key;
    }

    @Override
    public void close() {
        keys.clear();
    }
}
