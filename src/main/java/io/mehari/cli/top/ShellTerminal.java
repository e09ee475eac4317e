package io.mehari.cli.top;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The terminal of the process, by the control sequences that all of them know (ECMA-48) and without colours. Keys come one by
 * one where {@code stty} is there (POSIX); elsewhere with the return key. The screen before is there again afterwards.
 */
final class ShellTerminal implements Terminal {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String TO_LINE_END = "\u001b[K";
    private static final String TO_SCREEN_END = "\u001b[J";
    private static final Size USUAL = new Size(80, 24);
    private static final long SIZE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int STTY_SECONDS = 2;
    private static final int LOOK_MILLIS = 20;

    private final PrintWriter out;
    private final InputStream in;
    private final String settings;
    private final Thread atExit = new Thread(this::restore, "mehari-top-exit");
    private boolean restored;
    private Size size;
    private long sizedAt;

    /** Takes the screen over. */
    ShellTerminal(PrintWriter out, InputStream in) {
        this.out = out;
        this.in = in;
        this.settings = stty("-g");
        Runtime.getRuntime().addShutdownHook(atExit);
        if (!settings.isEmpty()) {
            stty("-icanon -echo min 1");
        }
        out.print(ENTER);
        out.flush();
    }

    /** Asks for it every two seconds: that takes a process. */
    @Override
    public Size size() {
        long now = System.nanoTime();
        if (size == null || now - sizedAt > SIZE_NANOS) {
            size = asked();
            sizedAt = now;
        }
        return size;
    }

    private static Size asked() {
        String[] known = stty("size").split(" ");
        try {
            Size told = new Size(Integer.parseInt(known[known.length - 1]), Integer.parseInt(known[0]));
            return told.columns() > 0 && told.rows() > 0 ? told : USUAL;
        } catch (NumberFormatException e) {
            return USUAL;
        }
    }

    @Override
    public void show(List<String> lines) {
        out.print(HOME + String.join(TO_LINE_END + "\r\n", lines) + TO_LINE_END + TO_SCREEN_END);
        out.flush();
    }

    /** Looks now and then: a thread that waits in {@code read} could not be ended. */
    @Override
    public int key(int millis) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (in.available() == 0) {
            if (System.nanoTime() >= end) {
                return NONE;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        int key = in.read();
        return key < 0 ? END : key;
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the process ends already
        }
    }

    private synchronized void restore() {
        if (restored) {
            return;
        }
        restored = true;
        out.print(LEAVE);
        out.flush();
        if (!settings.isEmpty()) {
            stty(settings);
        }
    }

    /** What stty says, of the terminal of this process; empty where there is no such program or terminal. */
    private static String stty(String arguments) {
        try {
            Process process = new ProcessBuilder("sh", "-c", "stty " + arguments + " < /dev/tty 2> /dev/null").start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor(STTY_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
