using Huset.ServiceDefaults;

namespace Huset.Analytics.Features.Thread;

/// <summary>What this service itself calls its things. They are read in the request's own scope, and so one question at a time.</summary>
public sealed class OwnTexts(IThreadTexts texts, ThreadTypes types) : IDisposable
{
    public const string Service = "analytics";

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>As the other services are asked.</summary>
    public async Task<ThreadAnswer> Ask(string type, string[] ids, int limit, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            return await ThreadTextsApi.Answer(new() { Type = type, Ids = string.Join(',', ids), Limit = limit }, texts, types, ct);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
