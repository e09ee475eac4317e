package io.mehari.launch;

import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.ServedAddress;
import io.mehari.servers.StartListener;
import io.mehari.servers.UpstreamLog;
import io.netty.util.Timer;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The last words of the start: said once, when the gateway serves and every server has joined or failed its first
 * attempts, or when that takes too long. Safe for concurrent use.
 */
public final class StartSummary implements StartListener {
    /** Longest wait for servers to be heard of before the summary names them as missing. */
    private static final long PATIENCE_SECONDS = 15;

    private final ToolCatalog catalog;
    private final Timer timer;
    private final Consumer<String> say;
    private final Set<String> unheard = new TreeSet<>();
    private final Set<String> joined = new TreeSet<>();
    private final Set<String> failed = new TreeSet<>();
    private String address;
    private String tools;
    private boolean said;

    /**
     * @param say takes lines for people
     */
    public StartSummary(ToolCatalog catalog, Timer timer, Consumer<String> say) {
        this.catalog = catalog;
        this.timer = timer;
        this.say = say;
    }

    @Override
    public synchronized void expect(String server) {
        unheard.add(server);
    }

    @Override
    public synchronized void joined(String server) {
        unheard.remove(server);
        failed.remove(server);
        joined.add(server);
        sayIfComplete();
    }

    @Override
    public synchronized void failed(String server) {
        unheard.remove(server);
        joined.remove(server);
        failed.add(server);
        sayIfComplete();
    }

    @Override
    public synchronized void removed(String server) {
        unheard.remove(server);
        joined.remove(server);
        failed.remove(server);
        sayIfComplete();
    }

    /** The gateway serves requests under this address. */
    synchronized void serving(ServedAddress served) {
        address = served.base();
        tools = address + served.toolPath().replaceFirst("/$", "");
        sayIfComplete();
        if (!said) {
            say.accept("Mehari listens on " + tools + " while " + String.join(", ", unheard)
                    + (unheard.size() == 1 ? " joins" : " join"));
            timer.newTimeout(timeout -> sayAnyway(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private synchronized void sayAnyway() {
        failed.addAll(unheard);
        unheard.clear();
        sayIfComplete();
    }

    private void sayIfComplete() {
        if (said || address == null || !unheard.isEmpty()) {
            return;
        }
        said = true;
        int servers = joined.size() + failed.size();
        String missing = failed.isEmpty() ? "" : ", still missing " + String.join(", ", failed);
        say.accept("Mehari serves " + UpstreamLog.counted(catalog.tools().size(), "tool") + " on " + tools + ", "
                + joined.size() + " of " + UpstreamLog.counted(servers, "server") + " joined" + missing
                + ". See them: curl " + address + "/api/v1/tools");
    }
}
