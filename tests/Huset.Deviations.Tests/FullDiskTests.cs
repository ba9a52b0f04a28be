using System.Diagnostics;
using System.Security.Cryptography;
using Huset.AppHost.Local;

namespace Huset.Deviations.Tests;

/// <summary>A real full disk under PostgreSQL, where the machine lets the test mount a small one.</summary>
public sealed class FullDiskTests
{
    private const string Deviations = "/deviations/v1/deviations";

    [Fact]
    public async Task On_a_full_disk_writes_are_told_to_try_again_and_nothing_accepted_is_lost()
    {
        using var disk = SmallDisk.Mount("220m");
        Assert.SkipWhen(disk is null, "This needs the right to mount a small disk (root).");
        await using var host = new ServiceHost<Program, DeviationsDb>("deviations", folder: PrivateFolder.Create(Path.Combine(disk.Path, "host")));
        await host.InitializeAsync();
        var accepted = new List<Guid>();
        await Report();

        disk.Fill();
        HttpResponseMessage? refused = null;
        var before = accepted.Count;
        for (var left = 300; left > 0 && refused is null; left--) refused = await Report();
        TestContext.Current.TestOutputHelper?.WriteLine($"{accepted.Count - before} reports of 18 kB were accepted after the disk was full.");
        Assert.NotNull(refused);
        await Task.FromResult(refused).Problem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, (await host.As(null).GetAsync("/health/ready")).StatusCode);
        await host.As(TestUsers.Administrator).GetAsync("/deviations/v1/operations").Json();

        disk.Clear();
        var patience = Stopwatch.StartNew();
        while (await Report() is { } still) Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), $"{(int)still.StatusCode} though there is room again.");
        TestContext.Current.TestOutputHelper?.WriteLine($"Accepted again {patience.Elapsed.TotalSeconds:0.0} s after there was room.");
        Assert.Equal(accepted.Count, await host.Scalar<long>("select count(*) from deviations where id = any($1)", accepted.ToArray()));
        Assert.Equal(accepted.Count, await host.Scalar<long>("select count(*) from deviations"));
        Assert.Equal(accepted.Count, (await host.Published<Contracts.DeviationReported>()).Count);

        // Null when it was accepted. Random letters, so that PostgreSQL cannot make them small.
        async Task<HttpResponseMessage?> Report()
        {
            var answer = await host.As(TestUsers.Employee).Post(Deviations, DeviationsHost.Report(("description", Convert.ToHexString(RandomNumberGenerator.GetBytes(9_000)))));
            if (answer.StatusCode != HttpStatusCode.Created) return answer;
            accepted.Add((await answer.Json(HttpStatusCode.Created)).GetProperty("id").GetGuid());
            return null;
        }
    }

    /// <summary>A few megabytes of memory that look like a disk.</summary>
    private sealed class SmallDisk(string path) : IDisposable
    {
        public string Path => path;

        private string Ballast => System.IO.Path.Combine(path, "ballast");

        public static SmallDisk? Mount(string size)
        {
            var path = PrivateFolder.CreateTemporary("huset-small-disk");
            if (Run("mount", "-t", "tmpfs", "-o", $"size={size},mode=755", "tmpfs", path)) return new SmallDisk(path);
            Directory.Delete(path);
            return null;
        }

        public void Fill()
        {
            using var ballast = File.Create(Ballast);
            var chunk = new byte[64 * 1024];
            try
            {
                while (true)
                {
                    ballast.Write(chunk);
                    ballast.Flush();
                }
            }
            catch (IOException)
            {
                // No room is left.
            }
        }

        public void Clear() => File.Delete(Ballast);

        public void Dispose()
        {
            Run("umount", "-l", path);
            Directory.Delete(path, recursive: true);
        }

        private static bool Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
