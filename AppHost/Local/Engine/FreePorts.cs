using System.Net;
using System.Net.Sockets;

namespace Huset.AppHost.Local;

/// <summary>Ports below 32768: the kernel never gives those to an outgoing connection, so a server that comes back finds its own port free.</summary>
public static class FreePorts
{
    private static readonly HashSet<int> Taken = [];

    public static int Take()
    {
        lock (Taken)
        {
            while (true)
            {
                var port = Random.Shared.Next(20_000, 32_000);
                if (IsFree(port) && Taken.Add(port))
                {
                    return port;
                }
            }
        }
    }

    public static bool IsFree(int port) =>
        CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port));

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException e)
        {
            // A machine with IPv6 in the kernel and no ::1 address is not one with an occupied port.
            return e.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
