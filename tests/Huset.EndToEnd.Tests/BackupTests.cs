using System.Collections.Concurrent;
using System.Diagnostics;

namespace Huset.EndToEnd.Tests;

/// <summary>The way back: a backup in the middle of work, restored beside the original, has the same figures.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class BackupTests(Platform platform, ITestOutputHelper output)
{
    [Fact]
    public async Task Backup_under_load_is_restored_beside_the_original_whole_and_an_altered_row_is_found()
    {
        using var integration = await platform.AsClient("huset-integration");
        // What went well is counted as no deviation, and is no loss.
        var good = new { unitCode = "norrangen", occurredAt = DateTimeOffset.UtcNow.AddHours(-1), kind = "other", nature = "good", harm = "none", description = "Två tog över ett pass." };
        Assert.Equal(HttpStatusCode.Created, (await integration.Post("/deviations/v1/deviations", good)).StatusCode);
        using var rest = new CancellationTokenSource();
        var accepted = new ConcurrentQueue<DateTimeOffset>();
        var load = Task.Run(async () =>
        {
            while (!rest.IsCancellationRequested)
            {
                using var response = await integration.Post("/deviations/v1/deviations", Platform.Report());
                Assert.Equal(HttpStatusCode.Created, response.StatusCode);
                accepted.Enqueue(DateTimeOffset.UtcNow);
            }
        });
        await Task.Delay(2000);
        var file = Path.Combine(Path.GetTempPath(), $"huset-{Guid.NewGuid():n}.tar");
        try
        {
            var watch = Stopwatch.StartNew();
            var began = DateTimeOffset.UtcNow;
            var said = await platform.Huset("backup", file);
            output.WriteLine(said);
            Assert.DoesNotContain("WARNING", said, StringComparison.Ordinal);
            var ended = DateTimeOffset.UtcNow;
            await Task.Delay(1000);
            await rest.CancelAsync();
            await load;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            var original = await Figures(platform);

            await using var restored = await Platform.Restored(file);
            output.WriteLine($"backed up, restored and started after {watch.Elapsed.TotalSeconds:0.0} s, {accepted.Count} reports meanwhile");
            var figures = await Figures(restored);

            // All that was accepted before the copying began is there, nothing that came after it ended, and nothing twice.
            var others = original["cases"] - accepted.Count;
            Assert.InRange(figures["cases"], others + accepted.Count(at => at < began), others + accepted.Count(at => at < ended.AddSeconds(1)));
            Assert.InRange(figures["cases"], 1, original["cases"] - 1);
            Assert.Equal(original["reported"] - figures["reported"], original["cases"] - figures["cases"]);

            // It works: a report there is logged there.
            using var there = await restored.AsClient("huset-integration");
            Assert.Equal(HttpStatusCode.Created, (await there.Post("/deviations/v1/deviations", Platform.Report())).StatusCode);
            Assert.Equal(figures["reported"] + 1, (await Figures(restored))["reported"]);

            await Alter(restored, "analytics", "update deviation_counts set count = count + 1 where ctid = (select min(ctid) from deviation_counts)");
            await Alter(restored, "deviations", "update access_log set user_name = 'Någon Annan' where id = (select entry_id from access_seals order by month, number limit 1)");
            var found = await Assert.ThrowsAsync<InvalidOperationException>(() => restored.Huset("verify"));
            Assert.Matches(@"WRONG\s+analytics\s+rollup", found.Message);
            Assert.Matches(@"WRONG\s+deviations\s+access-log.* number 1 has been changed", found.Message);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task Alter(Platform platform, string service, string sql)
    {
        await using var database = platform.Database(service);
        await using var command = database.CreateCommand(sql);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Cases by `./huset verify`, which fails when anything is wrong, and those that the log tells of; what comes by the clock, as a day that has passed, is in the log too.</summary>
    private static async Task<Dictionary<string, long>> Figures(Platform of)
    {
        var services = JsonSerializer.Deserialize<JsonElement>(await of.Huset("verify", "--json")).GetProperty("services");
        var cases = services.GetProperty("deviations").EnumerateArray().Single(found => found.GetProperty("name").GetString() == "cases");
        await using var log = of.Database("analytics");
        await using var reported = log.CreateCommand("select count(*) from events where type = 'se.huset.deviations.deviation-reported.v1'");
        return new() { ["cases"] = cases.GetProperty("figures").GetProperty("cases").GetInt64(), ["reported"] = (long)(await reported.ExecuteScalarAsync())! };
    }
}
