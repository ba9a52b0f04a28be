-- Requests of one kind with a bearer token. With a body they are posts, and each has a key of its own.
local body, run = os.getenv("BENCH_BODY"), os.getenv("BENCH_RUN")
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init()
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
  if not body then return end
  wrk.method, wrk.body, wrk.headers["Content-Type"] = "POST", body, "application/json"
  local sent = 0
  request = function()
    sent = sent + 1
    wrk.headers["Idempotency-Key"] = run .. "-" .. number .. "-" .. sent
    return wrk.format()
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\nresult {"requests": %d, "seconds": %.6f, "refused": %d, "broken": %d, "p50": %.3f, "p99": %.3f}\n',
    summary.requests, summary.duration / 1e6, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
