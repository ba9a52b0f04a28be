using System.Net;
using System.Net.Sockets;

namespace Huset.AppHost.Tests;

public sealed class DataFolderTests : IDisposable
{
    private readonly string folder = PrivateFolder.CreateTemporary("huset-data");
    private readonly List<string> said = [];

    public void Dispose() => PrivateFolder.Delete(folder);

    [Fact]
    public void Ports_stay_the_same_from_run_to_run()
    {
        var first = new PortBook(folder);
        var port = first.Add("deviations");
        first.Settle(said.Add);

        Assert.Equal(port(), new PortBook(folder).Add("deviations")());
        Assert.InRange(port(), 1024, 32767);
        Assert.Empty(said);
    }

    [Fact]
    public void A_port_that_another_program_took_is_changed_and_said()
    {
        var book = new PortBook(folder);
        var port = book.Add("deviations");
        var taken = port();
        using var stranger = Listen(taken);

        book.Settle(said.Add);

        Assert.NotEqual(taken, port());
        Assert.Single(said);
    }

    [Fact]
    public void The_address_in_tokens_is_never_changed()
    {
        var book = new PortBook(folder);
        using var stranger = Listen(book.Add("keycloak", isAddress: true)());

        Assert.Throws<StartRefused>(() => book.Settle(said.Add));
    }

    [Fact]
    public void Secrets_are_kept_and_only_for_the_owner()
    {
        var secrets = new Secrets(folder);
        secrets.Keep();
        var password = secrets["postgres-password"];

        Assert.Equal(password, new Secrets(folder)["postgres-password"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "secrets.json")));
    }

    [Fact]
    public void A_log_never_grows_past_twice_its_limit()
    {
        var log = new LogFile(Path.Combine(folder, "x.log"), limit: 1000);
        for (var line = 0; line < 500; line++)
        {
            log.Write("a line of some length");
        }

        Assert.InRange(Directory.EnumerateFiles(folder, "x.log*").Sum(file => new FileInfo(file).Length), 1, 2100);
        Assert.Equal(2, Directory.EnumerateFiles(folder, "x.log*").Count());
    }

    [Fact]
    public void One_engine_per_folder()
    {
        using (var held = EngineLock.Take(folder))
        {
            Assert.NotNull(held);
            Assert.Null(EngineLock.Take(folder));
        }

        using var again = EngineLock.Take(folder);
        Assert.NotNull(again);
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }
}
