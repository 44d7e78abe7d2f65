using System.Buffers.Binary;

namespace Mmva.Data;

/// <summary>The header of a JPEG's frame: its size, its components, and what of them has been decoded.</summary>
internal sealed class JpegFrame
{
    private const int BlockSide = 8, MaxComponents = 4, MaxSampling = 4;

    private JpegFrame(bool isProgressive, int width, int height, Component[] components)
    {
        IsProgressive = isProgressive;
        Components = components;
        var (most, tallest) = (components.Max(c => c.Across), components.Max(c => c.Down));
        McusAcross = Blocks(width, BlockSide * most);
        McusDown = Blocks(height, BlockSide * tallest);
        foreach (var component in components)
        {
            component.BlocksAcross = Blocks(Blocks(width * component.Across, most), BlockSide);
            component.BlocksDown = Blocks(Blocks(height * component.Down, tallest), BlockSide);
            component.Stride = McusAcross * component.Across;
        }
    }

    public bool IsProgressive { get; }

    public Component[] Components { get; }

    public int McusAcross { get; }

    public int McusDown { get; }

    /// <summary>Whether every component has at least a rough value for every block.</summary>
    public bool HasAllRows => Components.All(c => c.Precision[0] != Component.Unseen);

    /// <summary>Whether every coefficient of every component has been sent in full.</summary>
    public bool IsCovered => Components.All(c => c.Precision.All(bits => bits == 0));

    /// <summary>Parses a SOF segment.</summary>
    /// <returns>The frame, or null if the segment is invalid, or leaves the height to a later marker.</returns>
    public static JpegFrame? Parse(ReadOnlySpan<byte> segment, bool isProgressive)
    {
        if (segment.Length < 6) return null;
        var (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        var count = segment[5];
        if (height == 0 || width == 0 || count is 0 or > MaxComponents || segment.Length < 6 + (3 * count)) return null;
        var components = new Component[count];
        for (var i = 0; i < count; i++)
        {
            var (id, sampling) = (segment[6 + (3 * i)], segment[7 + (3 * i)]);
            if (sampling >> 4 is 0 or > MaxSampling || (sampling & 15) is 0 or > MaxSampling) return null;
            components[i] = new(id, sampling >> 4, sampling & 15);
        }
        return new(isProgressive, width, height, components);
    }

    private static int Blocks(int length, int side) => (length + side - 1) / side;

    /// <param name="id">How scans refer to it.</param>
    /// <param name="across">Its blocks in a row of an MCU.</param>
    /// <param name="down">Its blocks in a column of an MCU.</param>
    internal sealed class Component(byte id, int across, int down)
    {
        public const byte Unseen = byte.MaxValue;

        public byte Id => id;

        public int Across => across;

        public int Down => down;

        public int BlocksAcross { get; set; }

        public int BlocksDown { get; set; }

        /// <summary>The blocks of a row, including those that fill up the last MCU.</summary>
        public int Stride { get; set; }

        /// <summary>The lowest bit of each coefficient that has been sent.</summary>
        public byte[] Precision { get; } = [.. Enumerable.Repeat(Unseen, BlockSide * BlockSide)];

        /// <summary>The nonzero coefficients of each block as a bit set: refining scans have a bit for each of them.</summary>
        public ulong[]? Nonzero { get; set; }
    }
}
