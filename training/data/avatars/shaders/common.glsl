// What both programs share: where joints take a point, what light falls on it, how it is displayed.

layout(std140) uniform Joints { vec4 rows[768]; };

uniform mat4 camera;
uniform vec3 eye;
uniform vec3 harmonics[9];

mat4x3 held(uvec4 joints, vec4 weights) {
    vec4 x = vec4(0), y = vec4(0), z = vec4(0);
    for (int place = 0; place < 4; place++) {
        int row = 3 * int(joints[place]);
        x += weights[place] * rows[row];
        y += weights[place] * rows[row + 1];
        z += weights[place] * rows[row + 2];
    }
    return mat4x3(x.x, y.x, z.x, x.y, y.y, z.y, x.z, y.z, z.z, x.w, y.w, z.w);
}

vec3 shine_on(vec3 n) {
    vec3 sum = 0.282095 * harmonics[0]
        + 0.488603 * (n.y * harmonics[1] + n.z * harmonics[2] + n.x * harmonics[3])
        + 1.092548 * (n.x * n.y * harmonics[4] + n.y * n.z * harmonics[5] + n.x * n.z * harmonics[7])
        + 0.315392 * (3 * n.z * n.z - 1) * harmonics[6]
        + 0.546274 * (n.x * n.x - n.y * n.y) * harmonics[8];
    return max(sum, 0.02 * harmonics[0]);
}

vec3 to_linear(vec3 displayed) {
    return pow(displayed, vec3(2.2));
}

// A camera's curve: straight in the middle, with a shoulder instead of clipped lights.
vec3 displayed(vec3 linear) {
    vec3 curved = linear * (1 + linear / 4) / (1 + linear);
    return pow(clamp(1.25 * curved, 0, 1), vec3(1 / 2.2));
}
