using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Huset.Fuzz.Tests;

/// <summary>An answer as it came over the wire. Status 0: none came.</summary>
public sealed record RawAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, TimeSpan Took)
{
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public string MediaType => Header("Content-Type")?.Split(';')[0].Trim() ?? "";

    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>HTTP/1.1 by hand, because a right client refuses to send what is wrong.</summary>
public sealed class RawClient(Uri server) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private TcpClient? connection;
    private byte[] buffer = new byte[64 * 1024];
    private int start, end;

    public async Task<RawAnswer> Send(FuzzRequest request)
    {
        using var limit = new CancellationTokenSource(Patience);
        var fresh = connection is null;
        try
        {
            return await Exchange(request, limit.Token);
        }
        catch (IOException) when (!fresh)
        {
            // The server had closed the connection that was kept.
            Dispose();
            return await Exchange(request, limit.Token);
        }
    }

    public void Dispose()
    {
        connection?.Dispose();
        connection = null;
    }

    private async Task<RawAnswer> Exchange(FuzzRequest request, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            if (connection is null)
            {
                connection = new TcpClient { NoDelay = true };
                await connection.ConnectAsync(server.Host, server.Port, ct);
                (start, end) = (0, 0);
            }
            var stream = connection.GetStream();
            var refused = await Write(stream, request, ct);
            var answer = await Read(stream, request.Method, clock, ct);
            if (refused || request.BreaksProtocol || answer.Header("Connection") == "close" || answer.MediaType == "text/event-stream") Dispose();
            return answer;
        }
        catch (OperationCanceledException)
        {
            Dispose();
            return new RawAnswer(0, [], [], clock.Elapsed);
        }
        catch (Exception e) when (e is SocketException or EndOfStreamException or InvalidOperationException)
        {
            Dispose();
            throw new IOException("The connection broke.", e);
        }
    }

    /// <summary>True when the server stopped reading; it may have answered all the same.</summary>
    private async Task<bool> Write(NetworkStream stream, FuzzRequest request, CancellationToken ct)
    {
        var head = new StringBuilder($"{request.Method} {request.Target} HTTP/1.1\r\nHost: {server.Authority}\r\n");
        foreach (var (name, value) in request.Headers) head.Append($"{name}: {value}\r\n");
        if (request.Body is { } && !request.Headers.Any(header => header.Name is "Content-Length" or "Transfer-Encoding")) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {request.Body.Length}\r\n");
        head.Append("\r\n");
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(head.ToString()), ct);
            if (request.Body is { Length: > 0 } body) await stream.WriteAsync(body, ct);
            // Half a body: the server must not wait for the rest for ever.
            if (request.IsHalf) connection!.Client.Shutdown(SocketShutdown.Send);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task<RawAnswer> Read(NetworkStream stream, string method, Stopwatch clock, CancellationToken ct)
    {
        var status = int.Parse((await Line(stream, ct)).Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new List<KeyValuePair<string, string>>();
        while (await Line(stream, ct) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }
        var answer = new RawAnswer(status, headers, [], clock.Elapsed);
        if (status == 100) return await Read(stream, method, clock, ct);
        if (method == "HEAD" || status is 204 or 304 || answer.MediaType == "text/event-stream") return answer;
        using var body = new MemoryStream();
        if (answer.Header("Transfer-Encoding") == "chunked")
        {
            while (int.Parse(await Line(stream, ct), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var size)
            {
                await Copy(stream, body, size, ct);
                await Line(stream, ct);
            }
            await Line(stream, ct);
        }
        else if (answer.Header("Content-Length") is { } length)
        {
            await Copy(stream, body, int.Parse(length, CultureInfo.InvariantCulture), ct);
        }
        else
        {
            while (end > start || await Fill(stream, ct)) await Copy(stream, body, end - start, ct);
            Dispose();
        }
        return answer with { Body = body.ToArray(), Took = clock.Elapsed };
    }

    private async Task<string> Line(NetworkStream stream, CancellationToken ct)
    {
        while (true)
        {
            var newline = buffer.AsSpan(start, end - start).IndexOf("\r\n"u8);
            if (newline >= 0)
            {
                var line = Encoding.Latin1.GetString(buffer, start, newline);
                start += newline + 2;
                return line;
            }
            if (!await Fill(stream, ct)) throw new EndOfStreamException();
        }
    }

    private async Task Copy(NetworkStream stream, MemoryStream body, int count, CancellationToken ct)
    {
        while (count > 0)
        {
            if (end == start && !await Fill(stream, ct)) throw new EndOfStreamException();
            var part = Math.Min(count, end - start);
            body.Write(buffer, start, part);
            (start, count) = (start + part, count - part);
        }
    }

    private async Task<bool> Fill(NetworkStream stream, CancellationToken ct)
    {
        if (start == end) (start, end) = (0, 0);
        if (end == buffer.Length)
        {
            if (start == 0) Array.Resize(ref buffer, buffer.Length * 2);
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        var read = await stream.ReadAsync(buffer.AsMemory(end), ct);
        end += read;
        return read > 0;
    }
}
