/**
 * The life of one upstream, whatever its transport and the era of its protocol: one connection at a time, calls that
 * wait for it, pauses between attempts, and the outcome of each call. A transport brings a {@code Connection} and
 * reports to its {@code ConnectionOwner}. The package depends on no other of upstream's packages.
 *
 * <p>States of an upstream ({@code Lifecycle}, one immutable {@code Phase} at a time):
 *
 * <pre>
 *             start                    handshake done
 *     NEW -----------&gt; JOINING ------------------------&gt; READY
 *                       ^  ^  |                            |
 *       first attempt,  |  |  | attempt failed             | connection lost, or restart:
 *       after a loss    |  |  | (pause &gt; 0)               | JOINING if the next attempt is
 *       or a restart:   |  |  v                            | immediate, else WAITING
 *       no pause        |  WAITING &lt;-----------------------+
 *                       |    |
 *                       +----+  pause over, a call (once a second), or restart
 *
 *     any state -- stop --&gt; STOPPED, for good
 * </pre>
 *
 * An attempt begins when nothing of the last connection is left. In NEW and JOINING calls wait, within a bound in bytes
 * and in time; in READY they are sent; in WAITING and STOPPED they fail, except for the call that begins an attempt.
 *
 * <p>Stages of a call ({@code PendingCall}):
 *
 * <pre>
 *               enqueue               claim
 *     WAITING ------------&gt; QUEUED ------------&gt; HANDED
 *        ^                    |                    |
 *        +---- not taken -----+                    |
 *        +---- takeBack: it surely did not run ----+     (once)
 *
 *     any stage -- answered, failed, cancelled or lost --&gt; ENDED
 * </pre>
 *
 * A call that ends before HANDED was never sent and may be made again; from HANDED on the tool may have run. A
 * connection encodes a call when it takes it, and the next one encodes it again.
 *
 * <p>Steps of a connection ({@code Connection}):
 *
 * <pre>
 *            open                ready               stop
 *     made --------&gt; joining ---------&gt; open -----------------&gt; closing ---&gt; gone
 *                       |                |   (answers may come)
 *                       +---- lost ------+----------------------------------&gt; gone
 * </pre>
 *
 * {@code ready} and {@code lost} are reported to the owner, each once at most; {@code gone} ends a future.
 */
package io.mehari.upstream.lifecycle;
