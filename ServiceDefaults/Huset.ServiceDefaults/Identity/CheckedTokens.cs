using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Huset.ServiceDefaults.Identity;

/// <summary>
/// Checks a token's signature once in half a minute and not at each of the requests that a page or a script makes with it.
/// Never past the token's own expiry, after which it is checked anew and refused; one that was refused is checked each time.
/// A key that the realm withdraws counts for half a minute more, as long as it takes to hear of a new one.
/// </summary>
internal sealed class CheckedTokens : JsonWebTokenHandler, IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = 2_000 });

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (!known.TryGetValue(token, out TokenValidationResult? result))
        {
            result = await base.ValidateTokenAsync(token, validationParameters);
            var left = result.IsValid ? result.SecurityToken.ValidTo - DateTime.UtcNow : TimeSpan.Zero;
            if (left <= TimeSpan.Zero) return result;
            known.Set(token, result, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = left < Fresh ? left : Fresh, Size = 1 });
        }
        // What a request adds to who it is, such as roles, must not stay for the next.
        return new() { IsValid = true, ClaimsIdentity = result!.ClaimsIdentity.Clone(), SecurityToken = result.SecurityToken, Issuer = result.Issuer, TokenType = result.TokenType };
    }

    public void Dispose() => known.Dispose();
}
