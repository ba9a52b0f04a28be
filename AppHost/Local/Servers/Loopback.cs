using System.Net;
using System.Net.Sockets;

namespace Huset.AppHost.Local;

/// <summary>Questions to a port of this machine. Most are asked before anyone listens, and a refusal must then not cost an exception.</summary>
internal static class Loopback
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public static async Task<bool> AnswersHttp(string url, CancellationToken ct)
    {
        if (!await Listens(new Uri(url).Port))
        {
            return false;
        }

        try
        {
            using var response = await Http.GetAsync(url, ct);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>A listening port is a little early; a broker that begins the AMQP 0-9-1 handshake is ready for clients.</summary>
    public static async Task<bool> AnswersAmqp(int port, CancellationToken ct)
    {
        if (!await Listens(port))
        {
            return false;
        }

        try
        {
            using var client = new TcpClient();
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(TimeSpan.FromSeconds(2));
            await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
            var stream = client.GetStream();
            await stream.WriteAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), patience.Token);
            var start = new byte[11];
            await stream.ReadExactlyAsync(start, patience.Token);
            return start[0] == 1 && start[8] == 10 && start[10] == 10;
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }

    public static async Task<bool> Listens(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var attempt = new SocketAsyncEventArgs { RemoteEndPoint = new IPEndPoint(IPAddress.Loopback, port) };
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        attempt.Completed += (_, _) => done.TrySetResult();
        if (socket.ConnectAsync(attempt))
        {
            await done.Task;
        }

        return attempt.SocketError == SocketError.Success;
    }
}
