using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Huset.Gateway.Sessions;

internal static class Sessions
{
    /// <summary>The gateway's own database with sessions and keys.</summary>
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString("database")
            ?? throw new InvalidOperationException("The gateway needs ConnectionStrings:database for its sessions.");
        builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddDataProtection().SetApplicationName("huset-gateway");
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = new KeyStore(provider.GetRequiredService<NpgsqlDataSource>())));
    }
}
